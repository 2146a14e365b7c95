/**
 * What tests of transports and protocols are made of.
 *
 * <p><b>Reading order.</b> An author of a transport starts with {@link
 * dev.bogie.testkit.contract.TransportContract}, which an author of a layer extends too; an author
 * of a protocol with {@link dev.bogie.testkit.protocol.ProtocolContract}; neither needs anything
 * else to begin with. {@link dev.bogie.testkit.ByteScript} feeds a machine in every way a network
 * may cut bytes up, {@link dev.bogie.testkit.Poison} finds handlers that keep what they were lent,
 * {@link dev.bogie.testkit.Seeds} has chance repeat itself. {@link
 * dev.bogie.testkit.RecordingHandler} is the other end of a connection in tests of either; {@link
 * dev.bogie.testkit.CountingContext} finds what an engine does not give back; {@link
 * dev.bogie.transport.support.PassingHandler} is where a test steps in between; {@link
 * dev.bogie.testkit.IdentityLayer} shows what a layer has to do, {@link
 * dev.bogie.testkit.LayerSide} is what one is given.
 *
 * <p><b>Threads.</b> What a handler does happens in the turns of its connection; everything else
 * may be called from any thread. Waits have one limit, {@link dev.bogie.testkit.Patience#limit}.
 *
 * <p><b>Buffers.</b> Arrays that are handed out are copies.
 */
package dev.bogie.testkit;
