namespace Ccsp.Gateway.Engines;

/// <summary>A program to start, and what its environment says of the profile.</summary>
/// <param name="Environment">All it gets. Holds secrets.</param>
/// <param name="ConfigDir">Where the program keeps its login.</param>
/// <param name="CredentialsFile">Its time and size may be looked at, its content never.</param>
internal sealed record LoginQuestion(
    string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, LoginKind Kind, string ConfigDir,
    string CredentialsFile);
