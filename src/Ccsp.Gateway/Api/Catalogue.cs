using Ccsp.Contracts;

namespace Ccsp.Gateway.Api;

/// <summary>What a submission may name.</summary>
/// <param name="Engines">Names of the configured engines.</param>
/// <param name="Profiles">Names of the configured profiles, each with its engine.</param>
/// <param name="Roots">Directories in or under which a working directory must lie, canonical.</param>
/// <param name="Durability">What the store gives.</param>
internal sealed record Catalogue(
    IReadOnlyCollection<string> Engines,
    IReadOnlyDictionary<string, string> Profiles,
    IReadOnlyList<string> Roots,
    Durability Durability);
