import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { familyOf } from './process-family.ts'
import { identityOf } from './process-identity.ts'

it('is a process and its children, and not those of others', async () => {
  const [child, other] = [spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], { stdio: ['ignore', 'pipe', 'ignore'] }), spawn('sleep', ['60'])]
  const [said] = (await once(child.stdout!, 'data')) as [Buffer]
  const family = familyOf(identityOf(child.pid!)!).map(({ pid }) => pid)
  for (const pid of [...family, other.pid!]) process.kill(pid, 'SIGKILL')
  expect(family).toEqual([child.pid, Number(said.toString())])
})
