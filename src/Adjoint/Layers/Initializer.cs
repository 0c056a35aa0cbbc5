using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>How a parameter gets its first value.</summary>
public abstract record Initializer
{
    /// <summary>Zeros: for biases.</summary>
    public static Initializer Zeros { get; } = new ZeroInitializer();

    /// <summary>
    /// Normal numbers of variance 2 / fan-in, which keeps the size of signals through layers that end in a rectifier (He, Zhang, Ren and Sun 2015, equation 10).
    /// </summary>
    /// <param name="fanIn">Inputs that one output sums over: taps × input channels.</param>
    public static Initializer HeNormal(int fanIn) => new HeNormalInitializer(fanIn);

    /// <summary>Fills a parameter.</summary>
    /// <param name="values">The entries.</param>
    /// <param name="random">Numbers keyed by the seed and the parameter's place in the model.</param>
    public abstract void Fill(Span<float> values, KeyedRandom random);

    private sealed record ZeroInitializer : Initializer
    {
        public override void Fill(Span<float> values, KeyedRandom random) => values.Clear();
    }

    private sealed record HeNormalInitializer(int FanIn) : Initializer
    {
        public override void Fill(Span<float> values, KeyedRandom random) => random.FillNormal(values, 0, MathF.Sqrt(2f / FanIn));
    }
}
