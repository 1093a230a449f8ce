//! The map step over a stream: documents in parallel, results in the order of the input, memory
//! bounded.

use rayon::ThreadPool;
use rayon::prelude::*;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};

/// How many bytes of input a batch gathers before it is worked on.
const BATCH_BYTES: usize = 4 << 20;
/// How many items a batch gathers at the most.
const BATCH_ITEMS: usize = 1024;
/// How many batches the reader may run ahead.
const AHEAD: usize = 1;

/// Why there are no threads.
#[derive(Debug, thiserror::Error)]
#[error("cannot start {threads} threads ({source})")]
pub struct ThreadError {
    threads: usize,
    source: rayon::ThreadPoolBuildError,
}

/// `threads` threads to work on; 0 is one for each core.
///
/// # Errors
/// [`ThreadError`] where the system gives none.
pub fn thread_pool(threads: usize) -> Result<ThreadPool, ThreadError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|source| ThreadError { threads, source })
}

/// A map step over a stream.
pub(crate) struct StreamStep<'p, S, W, M> {
    /// The threads to work on.
    pub(crate) pool: &'p ThreadPool,
    /// How much memory an item takes, in bytes.
    pub(crate) size: S,
    /// Makes the worker of a thread; what it remembers is kept from item to item.
    pub(crate) worker: W,
    /// The step.
    pub(crate) map: M,
}

/// Applies a step to each item on all threads and hands the results to `sink` in the order of the
/// input. The reader runs ahead of the work by one batch. `sink` returns `false` to stop early.
pub(crate) fn map_stream<I, W, R>(
    step: StreamStep<
        '_,
        impl Fn(&I) -> usize + Sync,
        impl Fn() -> W,
        impl Fn(&mut W, I) -> R + Sync,
    >,
    items: impl Iterator<Item = I> + Send,
    mut sink: impl FnMut(R) -> bool,
) where
    I: Send,
    W: Send,
    R: Send,
{
    let StreamStep { pool, size, worker, map } = step;
    let workers: Vec<Mutex<W>> =
        (0..pool.current_num_threads().max(1)).map(|_| Mutex::new(worker())).collect();
    let (send, receive) = sync_channel::<Vec<I>>(AHEAD);
    std::thread::scope(|scope| {
        let size = &size;
        scope.spawn(move || {
            let mut batch = Vec::new();
            let mut bytes = 0;
            for item in items {
                bytes += size(&item);
                batch.push(item);
                if bytes >= BATCH_BYTES || batch.len() >= BATCH_ITEMS {
                    bytes = 0;
                    // The receiver is gone where the sink stopped early.
                    if send.send(std::mem::take(&mut batch)).is_err() {
                        return;
                    }
                }
            }
            let _ = send.send(batch);
        });
        let (workers, map) = (&workers, &map);
        for batch in receive {
            let results: Vec<R> = pool.install(|| {
                batch
                    .into_par_iter()
                    .map(|item| {
                        // There is a worker for each thread, so the index is one of theirs.
                        let at = rayon::current_thread_index().unwrap_or(0) % workers.len();
                        let mut worker = workers[at].lock().unwrap_or_else(PoisonError::into_inner);
                        map(&mut worker, item)
                    })
                    .collect()
            });
            for result in results {
                if !sink(result) {
                    return;
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_input_on_any_number_of_threads() {
        for threads in [1, 2, 5] {
            let mut out = Vec::new();
            let pool = thread_pool(threads).unwrap();
            let step = StreamStep {
                pool: &pool,
                size: |_: &usize| 1 << 14,
                worker: || (),
                map: |(): &mut (), item: usize| item * 2,
            };
            map_stream(step, 0..5000_usize, |result| {
                out.push(result);
                true
            });
            assert_eq!(out, (0..5000).map(|i| i * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_sink_can_stop_the_stream() {
        let mut seen = 0;
        let pool = thread_pool(2).unwrap();
        let step = StreamStep {
            pool: &pool,
            size: |_: &u64| 1 << 20,
            worker: || (),
            map: |(): &mut (), item: u64| item,
        };
        map_stream(step, 0_u64.., |_| {
            seen += 1;
            seen < 10
        });
        assert_eq!(seen, 10);
    }
}
