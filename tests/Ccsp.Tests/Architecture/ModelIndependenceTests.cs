using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Queue;
using Xunit;

namespace Ccsp.Tests.Architecture;

/// <summary>
/// A model that calls the rules it checks agrees with them whatever they say. It may hold the product's data: make records, read and set
/// their properties, compare and serialize them. What has a body written by hand in the product is a rule.
/// </summary>
public sealed class ModelIndependenceTests
{
    private static readonly Assembly Tests = typeof(ModelTaskStore).Assembly;

    [Fact(Timeout = 60_000)]
    public Task The_reference_model_calls_no_rule_of_the_product() => Task.Run(() =>
    {
        var calls = AssemblyScan.Calls(Tests).Where(call => IsOfModel(call.User) && !IsOfModel(call.Called.DeclaringType!));
        var rules = calls.Where(call => IsRule(call.Called)).Select(call => $"{Outermost(call.User).Name} calls {Name(call.Called)}");
        Assert.Empty(rules.Distinct());
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 60_000)]
    public void Data_is_told_from_rules()
    {
        Assert.False(IsRule(typeof(AgentTask).GetProperty(nameof(AgentTask.State))!.GetMethod!));
        Assert.False(IsRule(typeof(Lease).GetConstructors()[0]));
        Assert.True(IsRule(typeof(AgentTask).GetProperty(nameof(AgentTask.IsTerminal))!.GetMethod!));
        Assert.True(IsRule(typeof(Transitions).GetMethod(nameof(Transitions.Claim))!));
        Assert.True(IsRule(typeof(CommandRunner).GetMethod(nameof(CommandRunner.TaskOf))!));
    }

    private static bool IsOfModel(Type type) =>
        Outermost(type) is { Namespace: "Ccsp.Tests.Queue" } outer && outer.Name.StartsWith("Model", StringComparison.Ordinal)
        && !typeof(CommandSequences).IsAssignableFrom(outer) && !typeof(TaskStoreConformance).IsAssignableFrom(outer);

    /// <summary>Of the product or of another part of the tests, which might call the product for the model.</summary>
    private static bool IsRule(MethodBase method)
    {
        var owner = method.DeclaringType!;
        return (owner.Assembly == typeof(AgentTask).Assembly || (owner.Assembly == Tests && !IsGenerated(owner)))
            && !method.IsConstructor
            && !method.IsDefined(typeof(CompilerGeneratedAttribute))
            && !typeof(JsonSerializerContext).IsAssignableFrom(owner);
    }

    private static bool IsGenerated(Type type) => Outermost(type).IsDefined(typeof(CompilerGeneratedAttribute));

    private static string Name(MethodBase method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
