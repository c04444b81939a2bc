package dev.hostler.engine.log;

import java.util.Arrays;

/** The patterns as a tree, one node per distinct beginning; node 0 is the empty one. Confined to one thread. */
final class PatternTrie {
    static final int NONE = -1;
    private static final int FIRST_CAPACITY = 256;

    private byte[] label = new byte[FIRST_CAPACITY];
    private int[] depth = new int[FIRST_CAPACITY];
    private int[] firstChild = new int[FIRST_CAPACITY];
    private int[] nextSibling = new int[FIRST_CAPACITY];
    private boolean[] isPattern = new boolean[FIRST_CAPACITY];
    private int size;

    PatternTrie() {
        newNode((byte) 0, 0, NONE);
    }

    void add(byte[] pattern) {
        int node = 0;
        for (byte each : pattern) {
            int child = child(node, each);
            if (child == NONE) {
                child = newNode(each, depth[node] + 1, firstChild[node]);
                firstChild[node] = child;
            }
            node = child;
        }
        isPattern[node] = true;
    }

    private int newNode(byte each, int nodeDepth, int sibling) {
        if (size == label.length) {
            grow();
        }
        label[size] = each;
        depth[size] = nodeDepth;
        firstChild[size] = NONE;
        nextSibling[size] = sibling;
        return size++;
    }

    private void grow() {
        int capacity = 2 * size;
        label = Arrays.copyOf(label, capacity);
        depth = Arrays.copyOf(depth, capacity);
        firstChild = Arrays.copyOf(firstChild, capacity);
        nextSibling = Arrays.copyOf(nextSibling, capacity);
        isPattern = Arrays.copyOf(isPattern, capacity);
    }

    int size() {
        return size;
    }

    int depth(int node) {
        return depth[node];
    }

    byte label(int node) {
        return label[node];
    }

    boolean isPattern(int node) {
        return isPattern[node];
    }

    int firstChild(int node) {
        return firstChild[node];
    }

    int nextSibling(int node) {
        return nextSibling[node];
    }

    boolean hasManyChildren(int node) {
        return firstChild[node] != NONE && nextSibling[firstChild[node]] != NONE;
    }

    int child(int node, byte wanted) {
        int child = firstChild[node];
        while (child != NONE && label[child] != wanted) {
            child = nextSibling[child];
        }
        return child;
    }

    /** Returns all nodes, the shallower first. */
    int[] breadthFirst() {
        int[] order = new int[size];
        int end = 1;
        for (int next = 0; next < end; next++) {
            for (int child = firstChild[order[next]]; child != NONE; child = nextSibling[child]) {
                order[end++] = child;
            }
        }
        return order;
    }
}
