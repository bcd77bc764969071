/** Attacks by businesses: on each other's share of people's attention, and on what they are told of people. */
package org.sealedjoin.products.business.attack;
