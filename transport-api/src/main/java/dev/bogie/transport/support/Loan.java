package dev.bogie.transport.support;

import dev.bogie.transport.Blocking;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionResetException;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Info;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One loan: the waiting view of a connection, from the body's first line to its last. */
final class Loan implements BlockingConnection {
    private final StreamConnection connection;
    private final StreamAutomaton automaton;
    private final StreamLoans loans;
    private final StreamPort port;
    private final StreamLimits limits;
    private final StreamInput input;
    private final StreamOutput output;
    private final Thread thread = Thread.currentThread();
    private volatile boolean over;
    private @Nullable ByteBuffer view;
    private @Nullable InputStream inputStream;
    private @Nullable OutputStream outputStream;

    Loan(
            StreamConnection connection,
            StreamAutomaton automaton,
            StreamPort port,
            StreamLimits limits) {
        this.connection = connection;
        this.automaton = automaton;
        this.loans = automaton.loans();
        this.port = port;
        this.limits = limits;
        this.input = automaton.input();
        this.output = automaton.output();
    }

    /** The body has returned. */
    void returned() {
        over = true;
        takeBack();
    }

    private void check() {
        if (over) {
            throw new IllegalStateException("this loan is over: its body has returned");
        }
        if (thread != Thread.currentThread()) {
            throw new IllegalStateException(
                    "a loan belongs to the thread that runs its body, not to "
                            + Thread.currentThread());
        }
    }

    // Waiting

    @Override
    public ByteBuffer input() {
        check();
        if (view == null) {
            view = input.view();
        }
        return view;
    }

    private void takeBack() {
        if (view != null) {
            input.takeBack(view);
            view = null;
        }
    }

    @Override
    public boolean awaitInput(long deadline) throws IOException, InterruptedException {
        check();
        takeBack();
        while (true) {
            checkWait();
            if (input.hasEnded()) {
                return false;
            }
            if (input.room() <= 0) {
                throw new IOException(
                        input.unread()
                                + " bytes are unread and nothing more is kept: consume some of"
                                + " input(), raise "
                                + StreamLimits.MAX_INPUT
                                + ", or call expect()");
            }
            if (input.readInLoan() > 0) {
                return true;
            }
            loans.flush();
            loans.runTasks();
            if (!input.hasEnded()) {
                await(true, !output.isEmpty(), deadline, "for input");
            }
        }
    }

    @Override
    public void awaitWritable(long deadline) throws IOException, InterruptedException {
        check();
        takeBack();
        while (true) {
            checkWait();
            loans.flush();
            if (output.isWritable()) {
                checkWait();
                return;
            }
            loans.runTasks();
            await(false, true, deadline, "to write");
        }
    }

    @Override
    public void awaitFlushed(long deadline) throws IOException, InterruptedException {
        check();
        takeBack();
        while (true) {
            checkWait();
            loans.flush();
            if (output.pending() == 0) {
                checkWait();
                return;
            }
            loans.runTasks();
            await(false, true, deadline, "for the peer to take " + output.pending() + " bytes");
        }
    }

    private void await(boolean in, boolean out, long deadline, String what)
            throws IOException, InterruptedException {
        checkWait();
        if (deadline != Long.MAX_VALUE && port.nanoTime() - deadline >= 0) {
            throw new ConnectionTimeoutException("waited " + what + " longer than allowed");
        }
        try {
            port.await(in, out, deadline);
        } catch (InterruptedException e) {
            checkWait(); // an abort interrupts too, and then is what is told
            throw e;
        } catch (ConnectionTimeoutException e) {
            return; // a layer's: the time is looked at again above
        } catch (ConnectionAbortedException e) {
            connection.lost(new Closed.Aborted(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            connection.lost(new Closed.PeerReset(e));
        }
    }

    private void checkWait() throws IOException, InterruptedException {
        Closed cause = automaton.cause();
        if (cause != null) {
            throw switch (cause) {
                case Closed.Aborted(String reason) -> new ConnectionAbortedException(reason);
                case Closed.PeerReset(IOException e) ->
                        new ConnectionResetException("the peer is gone: " + e.getMessage(), e);
                case Closed.Failed(Throwable e) ->
                        new ConnectionAbortedException("the connection failed: " + e, e);
                case Closed.Finished() ->
                        new ConnectionAbortedException("the connection is closed");
            };
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public InputStream inputStream() {
        check();
        if (inputStream == null) {
            inputStream = new LoanInputStream(this, limits.waitNanos());
        }
        return inputStream;
    }

    @Override
    public OutputStream outputStream() {
        check();
        if (outputStream == null) {
            outputStream = new LoanOutputStream(this, limits.waitNanos());
        }
        return outputStream;
    }

    // As in any turn

    @Override
    public ByteBuffer output(int atLeast) {
        check();
        return connection.output(atLeast);
    }

    @Override
    public void write(ByteBuffer src, @Nullable Runnable released) {
        check();
        connection.write(src, released);
    }

    @Override
    public void flush() {
        check();
        boolean interrupted = Thread.interrupted(); // a channel closes under an interrupted thread
        loans.flush();
        port.flush();
        if (interrupted) {
            thread.interrupt();
        }
    }

    @Override
    public long pending() {
        check();
        return connection.pending();
    }

    @Override
    public boolean isWritable() {
        check();
        return connection.isWritable();
    }

    @Override
    public void expect(int bytes) {
        check();
        connection.expect(bytes);
    }

    @Override
    public void pauseInput() {
        check();
        connection.pauseInput();
    }

    @Override
    public void resumeInput() {
        check();
        connection.resumeInput();
    }

    @Override
    public void end() {
        check();
        connection.end();
    }

    @Override
    public void close() {
        check();
        connection.close();
    }

    @Override
    public void switchTo(ConnectionHandler next) {
        check();
        connection.switchTo(next);
    }

    @Override
    public void deadline(long nanoTime) {
        check();
        connection.deadline(nanoTime);
    }

    @Override
    public void lend(Blocking body) {
        check();
        connection.lend(body);
    }

    // Any thread

    @Override
    public void abort(String reason) {
        if (!over) {
            connection.abort(reason);
        }
    }

    @Override
    public boolean execute(Runnable task) {
        return !over && connection.execute(task);
    }

    @Override
    public void drain(long until) {
        if (!over) {
            connection.drain(until);
        }
    }

    @Override
    public boolean isDraining() {
        return connection.isDraining();
    }

    @Override
    public boolean isClosed() {
        return connection.isClosed();
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return connection.info(key);
    }

    @Override
    public long nanoTime() {
        return connection.nanoTime();
    }
}
