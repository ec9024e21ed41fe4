package scatola.nodeservice.vm;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for its one owner. What the world reports goes before what people ask; the latter is bounded, so a flood
 * is refused and never blocks whoever brings it.
 *
 * @param <T> the mail's type
 */
final class Mailbox<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Queue<T> reports = new ArrayDeque<>();
    private final Queue<T> requests = new ArrayDeque<>();
    private final int most;

    /** @param most how many requests may wait */
    Mailbox(int most) {
        this.most = most;
    }

    /** @return false if too many wait already */
    boolean ask(T request) {
        lock.lock();
        try {
            if (requests.size() >= most) {
                return false;
            }
            requests.add(request);
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void tell(T report) {
        lock.lock();
        try {
            reports.add(report);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** @return the next one, waiting for it if there is none */
    T take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                T next = reports.isEmpty() ? requests.poll() : reports.poll();
                if (next != null) {
                    return next;
                }
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
