using Ccsp.Contracts;
using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Api;

/// <summary>What a submission may name.</summary>
/// <param name="Engines">The configured engines by name, each with what it keeps of a submission.</param>
/// <param name="Profiles">Names of the configured profiles, each with its engine.</param>
/// <param name="Roots">Directories in or under which a working directory must lie, canonical.</param>
/// <param name="Durability">What the store gives.</param>
internal sealed record Catalogue(
    IReadOnlyDictionary<string, IReadOnlySet<RunSetting>> Engines,
    IReadOnlyDictionary<string, string> Profiles,
    IReadOnlyList<string> Roots,
    Durability Durability);
