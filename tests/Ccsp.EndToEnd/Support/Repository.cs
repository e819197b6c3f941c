namespace Ccsp.EndToEnd.Support;

/// <summary>
/// Where the programs under test lie. <c>./test</c> builds them; running the tests by hand after <c>./test</c> finds them too.
/// </summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Ccsp { get; } = Built("CCSP_BIN", "artifacts/ccsp/ccsp");

    public static string ApiStub { get; } = Built("CCSP_STUB", "artifacts/bin/Ccsp.ApiStub/debug/Ccsp.ApiStub");

    public static string FakeAgent { get; } = Built("CCSP_FAKE_AGENT", "artifacts/bin/Ccsp.FakeAgent/debug/Ccsp.FakeAgent");

    public static string Claude { get; } =
        Environment.GetEnvironmentVariable("CLAUDE_CLI_PATH")
            ?? throw new InvalidOperationException("CLAUDE_CLI_PATH is not set; ./test installs the CLI and sets it.");

    /// <summary>The folder whose node_modules hold what makes and checks a TypeScript client.</summary>
    public static string TypeScript { get; } =
        Environment.GetEnvironmentVariable("TYPESCRIPT_TOOLS")
            ?? throw new InvalidOperationException("TYPESCRIPT_TOOLS is not set; ./test installs the tools and sets it.");

    /// <summary>Whether the long sweeps were asked for (<c>./test --full</c>).</summary>
    public static bool Full { get; } = Environment.GetEnvironmentVariable("CCSP_TEST_FULL") == "1";

    private static string Built(string variable, string path)
    {
        var program = Environment.GetEnvironmentVariable(variable) ?? Path.Combine(Root, path);
        return File.Exists(program) ? program : throw new InvalidOperationException($"{program} is not built; run ./test.");
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ccsp.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository.");
        return folder;
    }
}
