namespace Ccsp.Gateway.Configuration;

/// <summary>A value given on the command line.</summary>
internal sealed record OptionsFlag(string Flag, string Path, string Value);
