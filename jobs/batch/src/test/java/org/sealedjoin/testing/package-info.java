/** What tests of several packages share. Never shipped. */
package org.sealedjoin.testing;
