namespace Ccsp.Gateway.Configuration;

internal enum Shape
{
    /// <summary>Text from the environment or a flag, whose type the key decides.</summary>
    Untyped,
    Text,
    Number,
    Flag,
    List,

    /// <summary>An object under a name, such as one engine.</summary>
    Object,
}
