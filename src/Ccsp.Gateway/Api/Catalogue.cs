using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api;

/// <summary>What a submission may name.</summary>
/// <param name="Engines">The configured engines by name, each with what it keeps of a submission.</param>
/// <param name="Profiles">Names of the configured profiles, each with its engine.</param>
/// <param name="Roots">Directories in or under which a working directory must lie, canonical.</param>
/// <param name="Durability">What the store gave at the start.</param>
internal sealed record Catalogue(
    IReadOnlyDictionary<string, IReadOnlySet<RunSetting>> Engines,
    IReadOnlyDictionary<string, string> Profiles,
    IReadOnlyList<string> Roots,
    Durability Durability)
{
    /// <summary>The profile of tasks that name none, by engine; an engine that is not here has the profile <c>default</c>.</summary>
    public IReadOnlyDictionary<string, string> ProfilesOfEngines { get; init; } = new Dictionary<string, string>();

    public string ProfileOf(string engine) => ProfilesOfEngines.GetValueOrDefault(engine) ?? TaskDefaults.Profile;

    /// <summary>What the store gives now; somebody may change its settings.</summary>
    public Durability Durability { get; set; } = Durability;
}
