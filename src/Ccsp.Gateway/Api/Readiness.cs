using System.Collections.Concurrent;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Api;

/// <summary>Health of the gateway's components. Ready when all of them are; the dispatcher is not until it reports.</summary>
internal sealed class Readiness
{
    private readonly ConcurrentDictionary<string, ComponentView> _components =
        new(StringComparer.Ordinal) { ["dispatcher"] = new(false, "starting") };

    /// <param name="component">For example <c>dispatcher</c>.</param>
    /// <param name="ok">Whether it works.</param>
    /// <param name="detail">One sentence without secrets.</param>
    public void Set(string component, bool ok, string detail) => _components[component] = new ComponentView(ok, detail);

    public IReadOnlyDictionary<string, ComponentView> Components =>
        new SortedDictionary<string, ComponentView>(_components, StringComparer.Ordinal);
}
