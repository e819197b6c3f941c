using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api;

/// <summary>The names and capabilities a submission may refer to.</summary>
/// <param name="Engines">The configured engines by name, each with the submission settings it supports.</param>
/// <param name="Profiles">The configured profiles by name, each with its engine.</param>
/// <param name="Roots">Canonical directories; a working directory must be one of them or lie below one.</param>
/// <param name="Durability">The store's durability at start.</param>
internal sealed record Catalogue(
    IReadOnlyDictionary<string, IReadOnlySet<RunSetting>> Engines,
    IReadOnlyDictionary<string, string> Profiles,
    IReadOnlyList<string> Roots,
    Durability Durability)
{
    /// <summary>Default profile per engine; an engine that is missing here uses the profile <c>default</c>.</summary>
    public IReadOnlyDictionary<string, string> ProfilesOfEngines { get; init; } = new Dictionary<string, string>();

    public string ProfileOf(string engine) => ProfilesOfEngines.GetValueOrDefault(engine) ?? TaskDefaults.Profile;

    /// <summary>The store's durability now; its settings can change at run time.</summary>
    public Durability Durability { get; set; } = Durability;
}
