using System.Collections;

namespace Ccsp.Gateway.Processes;

/// <summary>The environment variables of this process.</summary>
internal static class OwnEnvironment
{
    public static Dictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = variable.Value as string ?? "";
        return variables;
    }
}
