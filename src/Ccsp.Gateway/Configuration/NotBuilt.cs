namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Settings that documents of older deployments name and this version lacks. They are refused: a person who sets a password for a dashboard
/// must not believe that it protects anything.
/// </summary>
internal static class NotBuilt
{
    private const string Dashboard = "this version has no dashboard; leave it out";
    private const string Metrics = "this version has no listener for metrics; leave it out";

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["CCSP_ADMIN_PASS"] = Dashboard,
        ["CCSP_ADMIN_USER"] = Dashboard,
        ["CCSP_DASHBOARD_AUTH"] = Dashboard,
        ["CCSP_PROMETHEUS_PORT"] = Metrics,
    };

    private static readonly Dictionary<string, string> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dashboard"] = Dashboard,
        ["metrics"] = Metrics,
        ["security"] = "this version reads nothing without a key but /health, /ready and /version; leave it out",
    };

    /// <returns>Null: it is not one of them.</returns>
    public static string? Variable(string name) => Variables.GetValueOrDefault(name);

    /// <inheritdoc cref="Variable"/>
    public static string? Key(string path) => Sections.GetValueOrDefault(path.Split('.')[0]);
}
