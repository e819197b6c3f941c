using System.Reflection;
using Ccsp.Cli.Parsing;
using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;
using Xunit;

namespace Ccsp.Tests.Architecture;

/// <summary>Names the code once had and that said nothing to a newcomer do not come back.</summary>
public sealed class RetiredNamesTests
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Not even as a part of a type's name.</summary>
    private static readonly HashSet<string> InTypes =
    [
        "Besides", "Bell", "Book", "Desk", "Dialect", "Draft", "Edge", "Errand", "Errands", "Foresee", "Front", "Heard", "Horizon", "Impl",
        "Intake", "Ledger", "Looked", "Manager", "Module", "Moot", "Moving", "Paint", "Parking", "Parts", "Picture", "Processor", "Pulse",
        "Ring", "Room", "Settling", "Sheet", "Sight", "Tell", "Telling", "Told", "Turn", "Undo", "Util", "Utils", "Words", "Yard",
    ];

    private static readonly HashSet<string> Members =
    [
        "AsIfClaim", "Besides", "Draft", "Foresee", "ForeseeAsync", "Front", "Heard", "Looked", "Moot", "OwnRows", "Paint", "Parking",
        "Picture", "Pulse", "Room", "Settling", "Sheet", "Sight", "Tell", "TellAsync", "TellLoad", "Telling", "Told", "Turn", "Word",
        "Words",
    ];

    private static readonly HashSet<string> Parameters = ["heard", "sight", "tell", "told"];

    private static readonly HashSet<string> LambdaParameters = ["heard", "one", "same", "seen", "told"];

    private static readonly IReadOnlyList<Type> Types =
        [.. new[] { typeof(AgentTask), typeof(Priority), typeof(CommandLine) }.SelectMany(type => type.Assembly.GetTypes())];

    [Fact]
    public void No_type_has_one() => Assert.Empty(
        from type in Types
        where IsOurs(type) && Parts(type.Name).Any(InTypes.Contains)
        select type.FullName);

    [Fact]
    public void No_member_has_one() => Assert.Empty(
        from type in Types
        where IsOurs(type)
        from member in type.GetMembers(Own)
        where Members.Contains(Capital(member.Name))
        select $"{type.FullName}.{member.Name}");

    [Fact]
    public void No_parameter_has_one() => Assert.Empty(
        from type in Types
        from method in type.GetMembers(Own).OfType<MethodBase>()
        from parameter in method.GetParameters()
        where (IsGenerated(method.Name) ? LambdaParameters : Parameters).Contains(parameter.Name ?? "")
            || (parameter.ParameterType == typeof(CancellationToken) && !IsGenerated(method.Name) && parameter.Name == "stop")
        select $"{type.FullName}.{method.Name}({parameter.Name})");

    [Fact]
    public void The_parts_of_a_name_are_found()
    {
        Assert.Equal(["Line", "Front"], Parts("LineFront`1"));
        Assert.Equal("Told", Capital("_told"));
        Assert.Contains(Types, type => type.GetMembers(Own).OfType<MethodBase>().Any(method => IsGenerated(method.Name)));
    }

    private static bool IsOurs(Type type) => !IsGenerated(type.Name)
        && (type.FullName?.StartsWith("Ccsp.", StringComparison.Ordinal) ?? false);

    /// <summary>Compilers name lambdas, local functions and what backs a property so that no source can.</summary>
    private static bool IsGenerated(string name) => name.Contains('<', StringComparison.Ordinal);

    private static string Capital(string name) =>
        name.TrimStart('_') is [var first, .. var rest] ? char.ToUpperInvariant(first) + rest : name;

    private static IEnumerable<string> Parts(string name)
    {
        var begin = 0;
        for (var end = 1; end <= name.Length; end++)
        {
            if (end < name.Length && char.IsLower(name[end]))
                continue;
            yield return name[begin..end];
            if (end < name.Length && !char.IsUpper(name[end]))
                yield break;
            begin = end;
        }
    }
}
