package dev.hostler.engine.state;

class InMemoryStateStoreTest extends StateStoreContract {
    private final InMemoryStateStore.Disk disk = new InMemoryStateStore.Disk();

    @Override
    StateStore open() {
        return new InMemoryStateStore(disk);
    }
}
