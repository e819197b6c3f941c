namespace Ccsp.Bench.Support;

/// <summary>Where the programs lie that <c>./bench</c> builds and installs.</summary>
internal static class Built
{
    public static string Root { get; } = FindRoot();

    public static string Ccsp { get; } = Program("CCSP_BIN", "artifacts/ccsp/ccsp");

    public static string ApiStub { get; } = Program("CCSP_STUB", "artifacts/bin/Ccsp.ApiStub/release/Ccsp.ApiStub");

    public static string Claude =>
        Environment.GetEnvironmentVariable("CLAUDE_CLI_PATH")
        ?? throw new InvalidOperationException("CLAUDE_CLI_PATH is not set; ./bench sets it.");

    public static string BullMq => Environment.GetEnvironmentVariable("CCSP_BULLMQ") ?? Path.Combine(Root, ".tools/bullmq");

    private static string Program(string variable, string path) => Environment.GetEnvironmentVariable(variable) ?? Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ccsp.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository.");
        return folder;
    }
}
