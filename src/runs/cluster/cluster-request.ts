/** Who does the work of a run, besides whoever conducts it. */
export interface ClusterRequest {
  readonly workers: number
  readonly generators: number
  /** True: nobody is started; those of other terminals and machines are waited for. */
  readonly isExternal: boolean
  /** What those that are started are told of the servers: addresses, and where secrets are found. */
  readonly serverArgs: readonly string[]
}
