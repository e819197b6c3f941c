namespace Ccsp.EndToEnd.Support;

/// <summary>
/// Gateways of a group with two engines: <c>shell</c> runs its prompt; <c>alone</c> finds out whether a process of an earlier run of its
/// task is still alive anywhere, lasts as many seconds as its prompt says, from the second run on as many as its second word says, and
/// accounts for exactly 0.25 USD.
/// </summary>
internal static class ClusterSetup
{
    public static GatewaySetup Of(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "locks"));
        return new GatewaySetup { DataFolder = folder, MaxConcurrent = 4, MoreEngines = Engines(folder) };
    }

    /// <summary>Whether two runs of one task were ever alive at a time.</summary>
    public static bool HadDoubles(Gateways group) => File.Exists(Path.Combine(group.SharedFolder, "doubles"));

    private static string Engines(string folder)
    {
        var script = $$$"""
            own={{{folder}}}/locks/$CCSP_TASK_ID
            mkdir $own 2>/dev/null || kill -0 "$(cat $own/pid)" 2>/dev/null && [ -s $own/pid ] \
              && echo "$CCSP_TASK_ID $CCSP_RUN" >> {{{folder}}}/doubles
            echo $$ > $own/pid; read -r seconds later; case "$seconds" in task*) seconds=0.2;; esac
            [ "$CCSP_RUN" = 1 ] || seconds=${later:-$seconds}; sleep "$seconds"; rm -r $own
            printf '%s' '{"type":"result","subtype":"success","is_error":false,"result":"ok","num_turns":1,"total_cost_usd":0.25,'
            printf '%s\n' '"usage":{"input_tokens":10,"output_tokens":5},"modelUsage":{}}'
            """;
        return $$"""
            "alone": { "kind": "command", "output": "stream-json",
                       "command": ["/bin/sh", "-c", {{System.Text.Json.JsonSerializer.Serialize(script, Plain.Default.String)}}] },
            "shell": { "kind": "command", "command": ["/bin/sh"], "output": "text" }
            """;
    }
}
