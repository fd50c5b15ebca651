import { isRunFolder, runFolders } from '../folders/run-folders.ts'
import { readStack } from '../stack/stack-state.ts'

/** A run on disk, whatever else may have that name. */
export const isKnownRun = (word: string): boolean => word === 'last' || runFolders().some(({ id }) => id === word) || isRunFolder(word)

/** Whether there are brokers that can be asked for a topic: those that were named, or the stack that runs. */
export const canAskBrokers = (brokers: readonly string[] | undefined): boolean => brokers !== undefined || (readStack()?.servers ?? []).some(({ kind }) => kind === 'kafka')
