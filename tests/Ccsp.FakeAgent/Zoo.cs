using System.Collections.Frozen;

namespace Ccsp.FakeAgent;

/// <summary>Every species by name. Each one returns the exit code.</summary>
internal static class Zoo
{
    public static FrozenDictionary<string, Func<Scenario, int>> Scenarios { get; } = new Dictionary<string, Func<Scenario, int>>
    {
        // Output.
        ["lines"] = Output.Lines,
        ["flood"] = Output.Flood,
        ["stderr-flood"] = Output.StderrFlood,
        ["long-line"] = Output.LongLine,
        ["split-utf8"] = Output.SplitUtf8,
        ["invalid-utf8"] = Output.InvalidUtf8,
        ["ansi"] = Output.NulsAndAnsi,
        ["close-stdout"] = Output.CloseStdout,
        ["echo"] = Output.Echo,
        ["argv"] = Output.Argv,
        ["environment"] = Output.Environment,
        ["status"] = Output.Status,
        // Claude's stream, whole and broken.
        ["claude"] = Claude.WellBehaved,
        ["truncated-json"] = Claude.TruncatedJson,
        ["no-result"] = Claude.NoResult,
        ["cut-65536"] = Claude.CutAt65536,
        ["hang-first"] = Claude.HangBeforeFirstByte,
        ["hang-middle"] = Claude.HangInTheMiddle,
        ["hang-after-result"] = Claude.HangAfterResult,
        // Endings.
        ["exit"] = Ending.Exit,
        ["signal"] = Ending.DieBySignal,
        ["deaf"] = Ending.Deaf,
        ["polite"] = Ending.Polite,
        // Families.
        ["daemon"] = Family.DoubleFork,
        ["heir"] = Family.KeepsStdoutOpen,
        ["chatty-heir"] = Family.WritesAfterExit,
        ["nohup"] = Family.Nohup,
        ["fork"] = Family.ForkMany,
        ["group"] = Family.ChangeGroup,
        ["bare-child"] = Family.ClearsEnvironment,
        ["respawn"] = Family.Respawning,
        // Resources.
        ["fill-disk"] = Resource.FillDisk,
        ["eat"] = Resource.EatMemory,
        ["delete-cwd"] = Resource.DeleteWorkingDirectory,
    }.ToFrozenDictionary();
}
