package org.sealedjoin.token;

/** What a secret is read for. One search for a constant lists every place that uses a secret so. */
enum SecretUse {
    /** Compute tokens in this task. */
    TOKENIZE,
    /** Hand the run key to an executor of the same application. */
    SEND_TO_EXECUTOR
}
