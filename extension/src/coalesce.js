/**
 * Make of some work one that never runs twice at once: calls that come while it runs share one further run.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {() => Promise<T>} resolves when a run that began after the call has ended
 */
export function coalesce(work) {
  /** @type {Promise<T> | null} */
  let running = null;
  /** @type {Promise<T> | null} */
  let next = null;

  /** @returns {Promise<T>} */
  const run = () => {
    if (!running) {
      running = work().finally(() => {
        running = null;
      });
      return running;
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return run();
      });
    return next;
  };
  return run;
}
