using System.Globalization;
using System.Text.RegularExpressions;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// The environment of a run. It starts empty: what the gateway inherited (an enclosing agent session, a shell's secrets) reaches a run only
/// if a list here names it.
/// </summary>
internal static partial class RunEnvironment
{
    private static readonly string[] Plain =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_*", "TZ", "TMPDIR",
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO",
    ];

    /// <summary>Variables for signing in at Bedrock, Vertex and Foundry, including regions and machine identities.</summary>
    private static readonly string[] Clouds =
    [
        "AWS_*", "GOOGLE_*", "CLOUDSDK_*", "CLOUD_ML_REGION", "VERTEX_REGION_*", "GCLOUD_PROJECT", "GCE_METADATA_*",
        "AZURE_*", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IMDS_ENDPOINT", "MSI_ENDPOINT", "MSI_SECRET",
    ];

    /// <summary>
    /// The engine's own sign-in and endpoint. The profile <c>default</c> inherits them, so that what works in the operator's shell works
    /// here.
    /// </summary>
    private static readonly string[] SignIn =
    [
        "ANTHROPIC_*", "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_*", "CLAUDE_CODE_MAX_RETRIES",
        "CLAUDE_CODE_SKIP_*", "CLAUDE_CODE_CLIENT_*", "CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
        "DISABLE_*", .. Clouds,
    ];

    /// <summary>Variables of the shell that starts the run, which it would refuse or drop silently.</summary>
    private static readonly string[] Shells = ["OPTIND", "PPID", "UID", "EUID", "SHELLOPTS", "BASHOPTS", "BASH_VERSINFO"];

    private static readonly string[] Marks = ["CCSP_TASK_ID", "CCSP_RUN", "CCSP_TOKEN"];

    /// <summary>
    /// Variables a task may not set: endpoint and key (a task with its own ANTHROPIC_BASE_URL would receive the profile's key), code loaded
    /// into the process, search paths of programs and certificates, and our own marks.
    /// </summary>
    private static readonly string[] ReservedForOthers =
    [
        .. Plain.Except(["LANG", "LANGUAGE", "LC_*", "TZ"]), "ANTHROPIC_*", "CLAUDE*", .. Clouds, "DISABLE_*", "CCSP_*",
        "LD_*", "NODE_OPTIONS", "NODE_PATH", "BUN_*", "BASH_ENV", "ENV", "TRACEPARENT", "TRACESTATE", "OTEL_*",
        .. Shells,
    ];

    /// <summary>Whether a shell, and so the supervisor, passes on a variable of this name.</summary>
    public static bool IsVariableName(string name) => VariableName().IsMatch(name);

    /// <summary>Whether the run itself sets it, so that nobody else can.</summary>
    public static bool IsTaken(string name) =>
        Shells.Contains(name, StringComparer.Ordinal) || Marks.Contains(name, StringComparer.Ordinal);

    /// <summary>Whether a task may set it in <c>env</c>. Variables that only choose a model are allowed whatever their prefix.</summary>
    public static bool TaskMaySet(string name) => LoginVariables.Models.Contains(name) || (
        name.Length > 0 && !name.Contains('=', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal)
        && !ReservedForOthers.Any(pattern => Matches(pattern, name)));

    /// <summary>
    /// The environment common to all runs of a profile. Later sources win: engine defaults, allow-list, sign-in (default profile), profile.
    /// </summary>
    /// <param name="engineDefaults">Variables the engine sets unless the operator overrides them.</param>
    public static Dictionary<string, string> Of(ProfileSurroundings profile, IReadOnlyDictionary<string, string> engineDefaults)
    {
        var all = new Dictionary<string, string>(engineDefaults, StringComparer.Ordinal);
        foreach (var (name, value) in profile.GatewayEnvironment)
        {
            if (IsVariableName(name)
                && (Plain.Any(pattern => Matches(pattern, name)) || (profile.IsDefault && SignIn.Any(pattern => Matches(pattern, name)))))
                all[name] = value;
        }

        foreach (var (name, value) in profile.Environment)
            all[name] = value;
        return all;
    }

    /// <summary>The profile's environment, then the task's, then our own marks.</summary>
    /// <param name="engineDefaults">Variables the engine sets unless the operator overrides them.</param>
    public static Dictionary<string, string> Of(EngineRequest request, IReadOnlyDictionary<string, string> engineDefaults)
    {
        var all = Of(
            new ProfileSurroundings(request.IsDefaultProfile, request.ProfileEnvironment, request.GatewayEnvironment), engineDefaults);
        foreach (var (name, value) in request.Spec.Env ?? new Dictionary<string, string>())
        {
            if (TaskMaySet(name))
                all[name] = value;
        }

        all["CCSP_TASK_ID"] = request.TaskId;
        all["CCSP_RUN"] = request.Run.ToString(CultureInfo.InvariantCulture);
        all["CCSP_TOKEN"] = request.Token;
        if (request.TraceParent is { } parent)
            all["TRACEPARENT"] = parent;
        return all;
    }

    private static bool Matches(string pattern, string name) => pattern[^1] == '*'
        ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
        : string.Equals(pattern, name, StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,199}\z")]
    private static partial Regex VariableName();
}
