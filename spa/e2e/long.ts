/** Whether this is the whole matrix (`make test-long`) and not what every change waits for. */
export const LONG = process.env.NPROXY_TEST_LONG === '1'
