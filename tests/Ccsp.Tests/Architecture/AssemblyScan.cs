using System.Reflection;
using System.Reflection.Emit;

namespace Ccsp.Tests.Architecture;

/// <summary>
/// Which types each type of an assembly uses, read from signatures, locals and IL, so that a call hidden in a lambda or an async method
/// counts too. Constants and nameof leave no trace in IL; they carry no behaviour either.
/// </summary>
internal static class AssemblyScan
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<(Type User, Type Used)> Uses(Assembly assembly) =>
        from user in assembly.GetTypes()
        from used in UsedBy(user).SelectMany(Parts).Distinct()
        where used.Assembly == assembly
        select (user, used);

    /// <summary>Every method and constructor that the code of an assembly names, with the type whose code it is.</summary>
    public static IEnumerable<(Type User, MethodBase Called)> Calls(Assembly assembly) =>
        from user in assembly.GetTypes()
        from method in Methods(user)
        let body = method.GetMethodBody()
        where body is not null
        from called in Named(method, body.GetILAsByteArray()!).OfType<MethodBase>()
        select (user, called);

    private static IEnumerable<MethodBase> Methods(Type type) =>
        type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything));

    private static IEnumerable<Type> UsedBy(Type type)
    {
        if (type.BaseType is { } parent)
            yield return parent;
        foreach (var used in type.GetInterfaces().Concat(type.GetFields(Everything).Select(field => field.FieldType)))
            yield return used;
        foreach (var method in Methods(type))
        {
            foreach (var used in UsedBy(method))
                yield return used;
        }
    }

    private static IEnumerable<Type> UsedBy(MethodBase method)
    {
        IEnumerable<Type> signature = method.GetParameters().Select(parameter => parameter.ParameterType);
        if (method is MethodInfo info)
            signature = signature.Append(info.ReturnType);
        var body = method.GetMethodBody();
        return body is null
            ? signature
            : signature.Concat(body.LocalVariables.Select(local => local.LocalType))
                .Concat(Named(method, body.GetILAsByteArray()!).SelectMany(TypesOf));
    }

    private static IEnumerable<MemberInfo> Named(MethodBase method, byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
                value = (short)(0xFE00 | code[at++]);
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineField)
            {
                if (Resolve(method, BitConverter.ToInt32(code, at)) is { } member)
                    yield return member;
            }

            at += Size(operand, code, at);
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, typeArguments, methodArguments);
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member)
    {
        if (member is Type type)
            yield return type;
        if (member.DeclaringType is { } owner)
            yield return owner;
        if (member is MethodInfo { IsGenericMethod: true } generic)
        {
            foreach (var argument in generic.GetGenericArguments())
                yield return argument;
        }
    }

    private static int Size(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
