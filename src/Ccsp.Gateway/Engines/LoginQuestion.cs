namespace Ccsp.Gateway.Engines;

/// <summary>A program to start, and what its environment says about the profile.</summary>
/// <param name="Environment">Its whole environment. Contains secrets.</param>
/// <param name="ConfigDir">Where the program keeps its login.</param>
/// <param name="CredentialsFile">Only its time and size may be read, never its content.</param>
internal sealed record LoginQuestion(
    string FileName, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, LoginKind Kind, string ConfigDir,
    string CredentialsFile);
