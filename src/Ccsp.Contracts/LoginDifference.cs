namespace Ccsp.Contracts;

/// <summary>The comparison of a caller's login variables with a profile's.</summary>
/// <param name="Profile">The requested profile.</param>
/// <param name="Differs">Names of the caller's variables that its runs get with another value or not at all.</param>
/// <param name="Profiles">Profiles of the same engine whose runs get all of them with the caller's values.</param>
public sealed record LoginDifference(string Profile, IReadOnlyList<string> Differs, IReadOnlyList<string> Profiles);
