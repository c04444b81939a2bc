package dev.hostler.launcher.http.v1.wire;

import dev.hostler.api.stream.ItemStream;
import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Feed;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** A stream of the agent as content of an answer. Confined to one thread at a time. */
public final class ItemFeed<T> implements Feed {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final ItemStream<T> items;
    private final Writing<T> writing;

    private ItemFeed(ItemStream<T> items, Writing<T> writing) {
        this.items = items;
        this.writing = writing;
    }

    /** Answers with what comes on a stream. */
    public static <T> Answer answer(ItemStream<T> items, Writing<T> writing) {
        if (writing instanceof Writing.Messages) {
            return Answer.messages(new ItemFeed<>(items, writing));
        }
        return Answer.feed(writing instanceof Writing.Events ? Sse.TYPE : TEXT, new ItemFeed<>(items, writing));
    }

    @Override
    public boolean fill(ByteArrayOutputStream target, int about) {
        while (target.size() < about) {
            Optional<T> item = items.poll();
            if (item.isEmpty()) {
                if (items.isOver()) {
                    target.writeBytes(writing.end());
                }
                return items.isOver();
            }
            target.writeBytes(writing.of(item.get()));
        }
        return false;
    }

    @Override
    public void onMore(Runnable listener) {
        items.onMore(listener);
    }

    @Override
    public byte[] lifeSign() {
        return writing.lifeSign();
    }

    @Override
    public byte[] farewell(String reason) {
        return writing.farewell(reason);
    }

    @Override
    public void close() {
        items.close();
    }
}
