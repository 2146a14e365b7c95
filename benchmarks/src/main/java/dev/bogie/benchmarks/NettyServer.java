package dev.bogie.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
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
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.stream.ChunkedNioFile;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.AsciiString;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Netty, as its own plaintext example and the usual benchmarks have it: one NIO loop, {@code
 * HttpServerCodec}, headers not validated again, constants made once, one flush per read. A file is
 * sent as its own file server does it under TLS, in chunks. TLS is the JDK's, its tasks run on the
 * loop, which is the default.
 */
// Netty's idiom: what becomes of a write is told to the pipeline, not to who wrote.
@SuppressWarnings("FutureReturnValueIgnored")
public final class NettyServer {
    private static volatile AsciiString date = AsciiString.cached(Plaintext.date());

    private NettyServer() {}

    /**
     * Serves until it is killed.
     *
     * @param args none, or for TLS the key store and the file with its password
     * @throws Exception if it cannot listen
     */
    public static void main(String[] args) throws Exception {
        SslContext tls = args.length == 0 ? null : tls(Path.of(args[0]), Path.of(args[1]));
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var initializer =
                new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
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

    private static SslContext tls(Path keyStore, Path password) throws Exception {
        return SslContextBuilder.forServer(Keys.managers(keyStore, password))
                .sslProvider(SslProvider.JDK)
                .protocols(Keys.PROTOCOL)
                .ciphers(List.of(Keys.CIPHER))
                .build();
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
        private static final int CHUNK = 64 * 1_024;

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message)
                throws IOException {
            if (!(message instanceof HttpRequest request)) {
                return;
            }
            if (request.uri().equals(Download.PATH)) {
                download(context);
                return;
            }
            FullHttpResponse response = answer(request);
            if (HttpUtil.isKeepAlive(request)) {
                context.write(response, context.voidPromise());
            } else {
                response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                context.write(response).addListener(ChannelFutureListener.CLOSE);
            }
        }

        private static void download(ChannelHandlerContext context) throws IOException {
            if (context.pipeline().get(ChunkedWriteHandler.class) == null) {
                context.pipeline().addBefore(context.name(), null, new ChunkedWriteHandler());
            }
            FileChannel file = FileChannel.open(Download.file());
            HttpResponse head =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, HEADERS);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, Download.TYPE)
                    .set(HttpHeaderNames.CONTENT_LENGTH, file.size())
                    .set(HttpHeaderNames.DATE, date);
            context.write(head);
            context.write(new HttpChunkedInput(new ChunkedNioFile(file, CHUNK)));
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
