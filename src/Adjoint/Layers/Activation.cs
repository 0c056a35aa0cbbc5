namespace Adjoint.Layers;

/// <summary>A function applied to each number that leaves a layer.</summary>
public enum Activation
{
    /// <summary>None: the number itself.</summary>
    None,

    /// <summary>The rectifier max(z, 0).</summary>
    Relu,

    /// <summary>The leaky rectifier: z where z &gt; 0, else z / 100 (Maas, Hannun and Ng 2013, section 2).</summary>
    LeakyRelu,

    /// <summary>z where z &gt; 0, else eᶻ − 1 (Clevert, Unterthiner and Hochreiter 2016, equation 15 with α = 1).</summary>
    Elu,

    /// <summary>The logistic function 1 / (1 + e⁻ᶻ), from 0 to 1.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent, from −1 to 1.</summary>
    Tanh,

    /// <summary>log(1 + eᶻ), a smooth rectifier (Glorot, Bordes and Bengio 2011, section 3).</summary>
    Softplus,

    /// <summary>z Φ(z) with the normal distribution function Φ, exactly (Hendrycks and Gimpel 2016, section 2).</summary>
    Gelu,

    /// <summary>z / (1 + e⁻ᶻ), also called swish (Elfwing, Uchibe and Doya 2018; Ramachandran, Zoph and Le 2017).</summary>
    Silu,
}
