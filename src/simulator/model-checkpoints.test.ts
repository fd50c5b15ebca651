import { checkpointsContract } from '../testing/contracts/checkpoints.contract.ts'
import { ModelCheckpoints } from './model-checkpoints.ts'

checkpointsContract('the modelled checkpoints', () => {
  const checkpoints = new ModelCheckpoints()
  return { checkpoints, reopen: () => checkpoints }
})
