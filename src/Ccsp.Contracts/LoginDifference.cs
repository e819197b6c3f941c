namespace Ccsp.Contracts;

/// <summary>How a caller's login variables compare with a profile's.</summary>
/// <param name="Profile">The profile that was asked for.</param>
/// <param name="Differs">Names of the caller's variables that its runs get with another value, or not at all.</param>
/// <param name="Profiles">Profiles of the same engine whose runs get all of them as the caller has them.</param>
public sealed record LoginDifference(string Profile, IReadOnlyList<string> Differs, IReadOnlyList<string> Profiles);
