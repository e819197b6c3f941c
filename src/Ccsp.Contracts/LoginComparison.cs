using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>A caller's login variables as salted digests, to be compared with those the runs of a profile get.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LoginComparison
{
    /// <summary>Random, 8 to 200 characters.</summary>
    public string? Salt { get; init; }

    /// <summary>Digest of each variable by its name, as <see cref="LoginVariables.Digest"/> makes it; at most 200.</summary>
    public IReadOnlyDictionary<string, string>? Digests { get; init; }
}
