using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// The variables Kubernetes and older Docker set in every container for each service beside it: a service named <c>redis</c> makes
/// <c>REDIS_PORT=tcp://10.0.0.11:6379</c>. Nobody means a setting by them.
/// </summary>
internal static partial class ServiceLinks
{
    public static bool IsOne(string name, string value) => Address().IsMatch(value) || Link().IsMatch(name);

    [GeneratedRegex("^(tcp|udp|sctp)://")]
    private static partial Regex Address();

    [GeneratedRegex(@"_SERVICE_HOST$|_SERVICE_PORT(_[A-Z0-9_]+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$")]
    private static partial Regex Link();
}
