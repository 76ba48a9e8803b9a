/// Validation was given up; says at which limit.
struct TooExpensive: Error {
  let message: String
}
