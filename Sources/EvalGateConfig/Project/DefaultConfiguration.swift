/// What holds where a configuration says nothing, written as a configuration: for `evalgate config --show default`.
///
/// A test loads it and finds every value equal to the one that holds without it.
public enum DefaultConfiguration {
  public static let text = """
    # What holds where nothing is said. Write down only what you want otherwise.
    version: 1

    # base: origin/HEAD         # the branch a change is compared with, at the merge base; a CI's variable wins over this

    defaults:                   # for every suite; a suite may say otherwise
      max_missing: 2%           # calls that may fail before a suite says nothing (0% for safety suites)
      recordings: deny          # with CI set, recordings decide only where the base's configuration says `allow`
      critical: false           # whether a drop that could not be confirmed leaves the run undecided
      trials: 1                 # answers asked for each case
      # sentinels: 20           # random cases the base is asked again, to see whether the stored baseline moved
      # mode: auto              # kept answers first, then the model; with CI set it is `live`
      # route: …                # without one, a prompt's `model` names provider and model
      # policy: …               # without one, nothing is rejected

    # routes:
    #   name:
    #     targets: […]          # in order; the first answers unless it cannot
    #     retry: { attempts: 4, base: 500ms, ceiling: 30s }   # tries in all; waits are drawn from below a doubling ceiling
    #     timeout: 60s          # for one try
    #     limits: { concurrency: 8 }                          # no limit a minute
    #     breaker: { error_rate: 50%, window: 20, cooldown: 30s }   # there is none unless it is written
    #     allow_fallback: false # whether the answer of a later target counts where it gates

    # gates:                    # without any:
    #   schema:    { metric: schema_pass_rate, at_least: 99% }          # where there is a schema
    #   pass_rate: { metric: pass_rate, no_worse_than: baseline }       # for every suite
    #   safety:    { metric: pass_rate, suite: …, severity: blocking, exactly: 100% }   # for each safety suite,
    #   #           also beside other gates, where none of them speaks of its attacks
    #   benign:    { metric: benign_pass_rate, suite: …, severity: blocking, exactly: 100% }   # for each safety suite
    #   #           whose attacks other gates hold, and whose cases that have to be served they do not

    # budget: { tokens: …, usd: … }   # no limit

    acceptance: change          # from when `baseline accept` counts: from the change that makes it, or once it is merged (merged)
    comment: on_change          # with --comment: not where all is well and nothing was said before; or always, never

    profiles:                   # flags of `evalgate run` by name: `evalgate run -P ci`
      default: {}               # used when none is asked for; the others inherit it
      ci: { fail_fast: false, progress: lines }

    """
}
