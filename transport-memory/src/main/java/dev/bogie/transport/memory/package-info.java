/**
 * A transport without a network, and the simulation behind it: for tests of protocols and of
 * applications, Bogie's own and anyone's.
 *
 * <p><b>Reading order.</b> Start with {@link dev.bogie.transport.memory.Network}: it is the world
 * of a test. {@link dev.bogie.transport.memory.Splits} says how streams are cut, {@link
 * dev.bogie.transport.memory.VirtualTime} is its clock, of use alone too. {@link
 * dev.bogie.transport.memory.MemoryTransport} is the service, for engines that meet in one process
 * by address without a {@code Network} in hand.
 *
 * <p><b>To simulate a protocol of your own</b> you need its handlers and nothing else: what runs
 * here runs unchanged on sockets. A test tries many seeds, and names the one that fails:
 *
 * {@snippet :
 * @ParameterizedTest
 * @ValueSource(longs = {1, 2, 3})
 * void answersEveryLine(long seed) throws IOException {
 *     Network network = Network.seeded(seed).rough();
 *     Engine engine = network.engine();
 *     Listener listener = engine.listen(ListenTarget.loopback(0), LineServer::new);
 *     LineClient client = new LineClient("one", "two", "three");
 *
 *     network.await(engine.connect(ConnectTarget.to(listener.address()), client));
 *     network.run();
 *
 *     assertThat(client.answers()).as("%s", network).containsExactly("ONE", "TWO", "THREE");
 *     assertThat(network.isDeterministic()).isTrue();
 * }
 * }
 *
 * <p>({@code bogie-testkit} has {@code Seeds}, which prints and repeats them, and the contract that
 * does all this to a protocol at once.) Virtual time makes time-outs cheap, {@code Splits.at} tries
 * each place at which a message can be cut, {@code resets} breaks connections, {@code pipe} and
 * {@code backPressure} make readers slow, {@code loss}, {@code duplicates} and {@code reorder} are
 * for datagrams, and {@link dev.bogie.transport.memory.Network#observe} shows what happened.
 *
 * <p><b>Threads.</b> A {@code Network} is run by the thread that calls one of its {@code run…}
 * methods; handlers run on that thread, lent bodies on virtual threads for each of which it waits.
 *
 * <p><b>Buffers.</b> Every input buffer is a copy that is overwritten with {@link
 * dev.bogie.transport.support.InputBuffer#POISON} when the call that got it has returned: a handler
 * that keeps one reads nonsense here, at once, instead of now and then in production.
 */
package dev.bogie.transport.memory;
