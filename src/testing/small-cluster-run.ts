import { postgresUrl } from '../runs/stack/health.ts'
import { testBrokers } from './kafka-world.ts'
import { testServer } from './real-servers.ts'

/** A small run of two worker processes on the servers of the tests, as it is given on the command line. */
export function smallRun(duration: string, faults: readonly string[]): readonly string[] {
  const servers = ['--brokers', testBrokers().join(','), '--redis', `redis://${testServer('redis')}`, '--postgres', postgresUrl(testServer('postgres')), '--create-topics']
  const small = ['--rate', '200', '--skus', '100', '--stores', '2', '--duration', duration, '--workers', '2', '--json']
  return ['simulate', 'steady', '--target', 'kafka', ...small, ...servers, ...faults.flatMap((fault) => ['--fault', fault])]
}
