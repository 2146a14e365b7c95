package dev.bogie.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Netty, as its own plaintext example and the usual benchmarks have it: one NIO loop, {@code
 * HttpServerCodec}, headers not validated again, constants made once, one flush per read.
 */
// Netty's idiom: what becomes of a write is told to the pipeline, not to who wrote.
@SuppressWarnings("FutureReturnValueIgnored")
public final class NettyServer {
    private static volatile AsciiString date = AsciiString.cached(Plaintext.date());

    private NettyServer() {}

    /**
     * Serves until it is killed.
     *
     * @param args none
     * @throws Exception if it cannot listen
     */
    public static void main(String[] args) throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var initializer =
                new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Answer());
                    }
                };
        Channel channel =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, Load.BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(initializer)
                        .bind(Load.ADDRESS)
                        .sync()
                        .channel();
        group.scheduleAtFixedRate(
                () -> date = AsciiString.cached(Plaintext.date()), 1, 1, TimeUnit.SECONDS);
        Load.listening((InetSocketAddress) channel.localAddress());
    }

    private static final class Answer extends SimpleChannelInboundHandler<Object> {
        private static final ByteBuf BODY =
                Unpooled.unreleasableBuffer(
                        Unpooled.directBuffer(Plaintext.TEXT.length())
                                .writeBytes(Plaintext.body())
                                .asReadOnly());
        private static final AsciiString LENGTH =
                AsciiString.cached(String.valueOf(Plaintext.TEXT.length()));
        private static final DefaultHttpHeadersFactory HEADERS =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false);

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                context.write(answer(request), context.voidPromise());
            }
        }

        private static FullHttpResponse answer(HttpRequest request) {
            boolean known = request.uri().equals(Plaintext.PATH);
            FullHttpResponse response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            known ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND,
                            known ? BODY.duplicate() : Unpooled.EMPTY_BUFFER,
                            HEADERS,
                            HEADERS);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                    .set(HttpHeaderNames.CONTENT_LENGTH, known ? LENGTH : "0")
                    .set(HttpHeaderNames.DATE, date);
            return response;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
