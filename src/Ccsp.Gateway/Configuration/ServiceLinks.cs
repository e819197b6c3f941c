using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// The variables that Kubernetes and older Docker versions set in containers for each neighbouring service: a service named <c>redis</c>
/// yields <c>REDIS_PORT=tcp://10.0.0.11:6379</c>. They are not meant as settings.
/// </summary>
internal static partial class ServiceLinks
{
    public static bool IsOne(string name, string value) => Address().IsMatch(value) || Link().IsMatch(name);

    [GeneratedRegex("^(tcp|udp|sctp)://")]
    private static partial Regex Address();

    [GeneratedRegex(@"_SERVICE_HOST$|_SERVICE_PORT(_[A-Z0-9_]+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$")]
    private static partial Regex Link();
}
