using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>A caller's login variables as salted digests, to compare with those of a profile's runs.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LoginComparison
{
    /// <summary>Random, 8 to 200 characters.</summary>
    public string? Salt { get; init; }

    /// <summary>Digest of each variable by name, computed by <see cref="LoginVariables.Digest"/>; at most 200.</summary>
    public IReadOnlyDictionary<string, string>? Digests { get; init; }
}
