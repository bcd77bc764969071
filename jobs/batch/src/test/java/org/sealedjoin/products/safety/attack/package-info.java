/** Attacks on whom the signals of abuse name: by those who report, and by those who should be reported. */
package org.sealedjoin.products.safety.attack;
