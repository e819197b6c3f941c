using System.Globalization;
using System.Text.RegularExpressions;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>
/// The environment of a run. It starts empty; what the gateway inherited from its own parent (an enclosing agent session,
/// a shell's secrets) never leaks into a run unless a list here names it.
/// </summary>
internal static partial class RunEnvironment
{
    private static readonly string[] Plain =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_*", "TZ", "TMPDIR",
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO",
    ];

    /// <summary>
    /// What the sign-ins of Bedrock, Vertex and Foundry are made of, their regions and the identities of machines included.
    /// </summary>
    private static readonly string[] Clouds =
    [
        "AWS_*", "GOOGLE_*", "CLOUDSDK_*", "CLOUD_ML_REGION", "VERTEX_REGION_*", "GCLOUD_PROJECT", "GCE_METADATA_*",
        "AZURE_*", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IMDS_ENDPOINT", "MSI_ENDPOINT", "MSI_SECRET",
    ];

    /// <summary>
    /// The engine's own sign-in and endpoint, shared by the profile <c>default</c> so that what works in the operator's shell works here.
    /// </summary>
    private static readonly string[] SignIn =
    [
        "ANTHROPIC_*", "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_*", "CLAUDE_CODE_MAX_RETRIES",
        "CLAUDE_CODE_SKIP_*", "CLAUDE_CODE_CLIENT_*", "CLAUDE_CODE_API_KEY_HELPER_TTL_MS", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
        "DISABLE_*", .. Clouds,
    ];

    /// <summary>A shell starts the run, and these are its own: it refuses them or drops them without a word.</summary>
    private static readonly string[] Shells = ["OPTIND", "PPID", "UID", "EUID", "SHELLOPTS", "BASHOPTS", "BASH_VERSINFO"];

    private static readonly string[] Marks = ["CCSP_TASK_ID", "CCSP_RUN", "CCSP_TOKEN"];

    /// <summary>
    /// What a task may not set: the endpoint and the key (a task with its own ANTHROPIC_BASE_URL would be handed the profile's key),
    /// what loads code into the process, what decides where programs and certificates come from, and our own marks.
    /// </summary>
    private static readonly string[] ReservedForOthers =
    [
        .. Plain.Except(["LANG", "LANGUAGE", "LC_*", "TZ"]), "ANTHROPIC_*", "CLAUDE*", .. Clouds, "DISABLE_*", "CCSP_*",
        "LD_*", "NODE_OPTIONS", "NODE_PATH", "BUN_*", "BASH_ENV", "ENV", "TRACEPARENT", "TRACESTATE", "OTEL_*",
        .. Shells,
    ];

    /// <summary>Whether a shell, and so the supervisor, passes a variable of this name on.</summary>
    public static bool IsVariableName(string name) => VariableName().IsMatch(name);

    /// <summary>Whether nobody can set it, because something of the run itself does.</summary>
    public static bool IsTaken(string name) =>
        Shells.Contains(name, StringComparer.Ordinal) || Marks.Contains(name, StringComparer.Ordinal);

    /// <summary>
    /// Whether a task may carry this variable in its <c>env</c>. What chooses a model and nothing else may be set, whatever its name begins
    /// with.
    /// </summary>
    public static bool TaskMaySet(string name) => LoginVariables.Models.Contains(name) || (
        name.Length > 0 && !name.Contains('=', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal)
        && !ReservedForOthers.Any(pattern => Matches(pattern, name)));

    /// <summary>
    /// What every run of a profile gets. Later sources win: engine defaults, allow-list, sign-in (default profile), profile.
    /// </summary>
    /// <param name="engineDefaults">Variables the engine wants unless the operator says otherwise.</param>
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

    /// <summary>The profile's, then the task's, then our own marks.</summary>
    /// <param name="engineDefaults">Variables the engine wants unless the operator says otherwise.</param>
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
