namespace Adjoint.Layers;

/// <summary>How the kernel of a layer gets its first values.</summary>
public enum Initialization
{
    /// <summary>Normal, variance 2 / fan-in: for layers that end in a rectifier (He, Zhang, Ren and Sun 2015).</summary>
    HeNormal,

    /// <summary>Uniform, variance 2 / fan-in.</summary>
    HeUniform,

    /// <summary>Normal, variance 2 / (fan-in + fan-out): for layers without a rectifier (Glorot and Bengio 2010).</summary>
    GlorotNormal,

    /// <summary>Uniform, variance 2 / (fan-in + fan-out).</summary>
    GlorotUniform,

    /// <summary>Normal, variance 1 / fan-in (LeCun, Bottou, Orr and Müller 1998).</summary>
    LecunNormal,

    /// <summary>Orthogonal rows or columns (Saxe, McClelland and Ganguli 2014).</summary>
    Orthogonal,

    /// <summary>Zeros: for the last layer of a residual body, so that training starts from the identity. Not for two layers in a row, neither of which would learn.</summary>
    Zeros,
}
