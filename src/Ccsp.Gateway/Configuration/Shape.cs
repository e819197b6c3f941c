namespace Ccsp.Gateway.Configuration;

internal enum Shape
{
    /// <summary>Text whose type the key decides: from the environment or a flag.</summary>
    Untyped,
    Text,
    Number,
    Flag,
    List,

    /// <summary>An object that names something, such as one engine.</summary>
    Object,
}
