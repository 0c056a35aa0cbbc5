using System.Runtime.CompilerServices;
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

    /// <summary>
    /// Uniform numbers of variance 2 / fan-in: from −√(6 / fan-in) to √(6 / fan-in) (He, Zhang, Ren and Sun 2015, equation 10, with another distribution).
    /// </summary>
    /// <param name="fanIn">Inputs that one output sums over; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fan-in is less than 1.</exception>
    public static Initializer HeUniform(int fanIn) => new UniformInitializer(2.0 / AtLeastOne(fanIn));

    /// <summary>
    /// Normal numbers of variance 2 / (fan-in + fan-out), a compromise between the size of signals and that of gradients (Glorot and Bengio 2010, equation 12).
    /// </summary>
    /// <param name="fanIn">Inputs that one output sums over; at least 1.</param>
    /// <param name="fanOut">Outputs that one input goes to: taps × output channels; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A fan is less than 1.</exception>
    public static Initializer GlorotNormal(int fanIn, int fanOut) => new NormalInitializer(2.0 / ((long)AtLeastOne(fanIn) + AtLeastOne(fanOut)));

    /// <summary>
    /// Uniform numbers from −√(6 / (fan-in + fan-out)) to √(6 / (fan-in + fan-out)) (Glorot and Bengio 2010, equation 16).
    /// </summary>
    /// <param name="fanIn">Inputs that one output sums over; at least 1.</param>
    /// <param name="fanOut">Outputs that one input goes to: taps × output channels; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A fan is less than 1.</exception>
    public static Initializer GlorotUniform(int fanIn, int fanOut) => new UniformInitializer(2.0 / ((long)AtLeastOne(fanIn) + AtLeastOne(fanOut)));

    /// <summary>
    /// Normal numbers of variance 1 / fan-in, which keeps the size of signals through linear layers and those that end in tanh (LeCun, Bottou, Orr and Müller
    /// 1998, "Efficient BackProp", equation 16).
    /// </summary>
    /// <param name="fanIn">Inputs that one output sums over; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fan-in is less than 1.</exception>
    public static Initializer LeCunNormal(int fanIn) => new NormalInitializer(1.0 / AtLeastOne(fanIn));

    /// <summary>
    /// A random orthogonal matrix times a gain (Saxe, McClelland and Ganguli 2014, section 3): columns of equal length at right angles, or rows where there
    /// are fewer rows. Every such matrix is as likely (Mezzadri 2007, "How to generate random matrices from the classical compact groups").
    /// </summary>
    /// <param name="rows">Rows, at least 1; of a kernel H×W×in×out: H·W·in.</param>
    /// <param name="columns">Columns, at least 1; of a kernel H×W×in×out: out.</param>
    /// <param name="gain">The length of the columns (or rows); finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has no entries, or the gain is not finite.</exception>
    public static Initializer Orthogonal(int rows, int columns, double gain = 1) => new OrthogonalInitializer(rows, columns, gain);

    /// <summary>The same number everywhere.</summary>
    /// <param name="value">The number; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public static Initializer Constant(double value) => double.IsFinite(value)
        ? new ConstantInitializer((float)value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A first value is finite.");

    /// <summary>An initialiser for a kernel.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="fanIn">Inputs that one output sums over: taps × input channels.</param>
    /// <param name="fanOut">Outputs that one input adds to: taps × output channels.</param>
    /// <param name="outputs">Output channels, the kernel's last axis.</param>
    internal static Initializer Of(Initialization kind, int fanIn, int fanOut, int outputs) => kind switch
    {
        Initialization.HeUniform => HeUniform(fanIn),
        Initialization.GlorotNormal => GlorotNormal(fanIn, fanOut),
        Initialization.GlorotUniform => GlorotUniform(fanIn, fanOut),
        Initialization.LecunNormal => LeCunNormal(fanIn),
        Initialization.Orthogonal => Orthogonal(fanIn, outputs),
        Initialization.Zeros => Zeros,
        _ => HeNormal(fanIn),
    };

    /// <summary>Fills a parameter.</summary>
    /// <param name="values">The entries.</param>
    /// <param name="random">Numbers keyed by the seed and the parameter's place in the model.</param>
    public abstract void Fill(Span<float> values, KeyedRandom random);

    private static int AtLeastOne(int fan, [CallerArgumentExpression(nameof(fan))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fan, 1, name);
        return fan;
    }

    private sealed record ZeroInitializer : Initializer
    {
        public override void Fill(Span<float> values, KeyedRandom random) => values.Clear();
    }

    private sealed record HeNormalInitializer(int FanIn) : Initializer
    {
        public override void Fill(Span<float> values, KeyedRandom random) => random.FillNormal(values, 0, MathF.Sqrt(2f / FanIn));
    }

    private sealed record ConstantInitializer(float Value) : Initializer
    {
        public override void Fill(Span<float> values, KeyedRandom random) => values.Fill(Value);
    }

    private sealed record NormalInitializer(double Variance) : Initializer
    {
        public override void Fill(Span<float> values, KeyedRandom random) => random.FillNormal(values, 0, (float)Math.Sqrt(Variance));
    }

    private sealed record UniformInitializer(double Variance) : Initializer
    {
        public override void Fill(Span<float> values, KeyedRandom random)
        {
            // Uniform numbers between −b and b have variance b²/3.
            float bound = (float)Math.Sqrt(3 * Variance);
            random.FillUniform(values, -bound, bound);
        }
    }
}
