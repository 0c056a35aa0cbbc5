using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Operators;

/// <summary>Where an expression has no derivative the product says so, says which slope it takes, and takes that one.</summary>
public sealed class KinkTests
{
    private static readonly Variable U = new("u", [3]);

    /// <summary>Expression, a point on a kink, at how many entries, and the derivative in the all-ones direction that is taken there.</summary>
    public static TheoryData<string, double[], int, double[]> Kinks => new()
    {
        { "relu", [0, -1, 2], 1, [0, 0, 1] },
        { "abs", [0, -1, 0], 2, [0, -1, 0] },
        { "leakyrelu", [0, 1, -1], 1, [0.25, 1, 0.25] },
        { "elu", [0, 1, 2], 1, [2, 1, 1] },
        { "maximum", [1, 5, 0], 1, [1, 1, 0] },
        { "minimum", [1, 5, 0], 1, [1, 0, 1] },
        { "max", [4, 1, 4], 1, [1] },
        { "min", [1, 4, 1], 1, [1] },
        { "norm2", [0, 0, 0], 1, [0] },
        { "maxpool", [7, 7, 1], 1, [1, 1] },
        { "sqrt", [4, 0, 1], 1, [0.25, double.PositiveInfinity, 0.5] },
        { "power", [4, 0, 1], 1, [0.25, double.PositiveInfinity, 0.5] },
        { "sign", [0, 2, -3], 1, [0, 0, 0] },
        { "greater", [1, 2, 0], 1, [0, 0, 0] },
        { "firstgreatest", [5, 5, 1], 1, [0, 0, 0] },
        { "gate", [0, 2, -3], 1, [0, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(Kinks))]
    public void A_kink_is_found_and_the_slope_taken_is_the_one_stated(string name, double[] at, int entries, double[] slope)
    {
        Expr expression = Build(name);
        Tensor<double> point = new([3], at);
        KinkAtPoint kink = Assert.Single(expression.KinksAt([U], (U, point)));
        Assert.Equal(entries, kink.Kink.Entries);
        Assert.NotEmpty(kink.Kink.Taken);
        Assert.Contains(kink.Node.Primitive.Name, kink.ToString(), StringComparison.Ordinal);
        Tensor<double> direction = name is "max" or "min" or "maxpool" ? Ones(name, at) : new([3], [1, 1, 1]);
        double[] taken = expression.Linearize(U, (U, point)).Apply(direction).Span.ToArray();
        Assert.Equal(slope, taken);
    }

    [Theory]
    [MemberData(nameof(Kinks))]
    public void Beside_a_kink_there_is_none(string name, double[] at, int entries, double[] slope)
    {
        Assert.True(entries > 0 && slope.Length > 0);
        Tensor<double> beside = new([3], [.. at.Select((entry, i) => entry + 0.25 + (0.125 * i))]);
        Assert.Empty(Build(name).KinksAt([U], (U, beside)));
    }

    [Fact]
    public void Choices_by_what_does_not_move_have_no_kinks()
    {
        // Linear in what moves: where(m, u, 0) = m u.
        Variable m = new("m", [3]);
        Assert.Empty(Where(m, U, new Constant(0)).KinksAt(U, (U, new([3], [0, 1, -1])), (m, new([3], [1, 0, 1]))));
        Assert.Empty(new Gate().Apply(U, m).KinksAt(U, (U, new([3])), (m, new([3]))));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 1)]
    public void A_choice_by_the_sign_has_its_kink_at_0_alone(double at, int kinks)
    {
        Variable x = new("x", [1]);
        Expr leaky = Where(GreaterThan(x, new Constant(0)), x, 0.1 * x);
        IReadOnlyList<KinkAtPoint> found = leaky.KinksAt(x, (x, new([1], [at])));
        Assert.Equal(kinks, found.Count);
        Assert.All(found, kink => Assert.IsType<GreaterThan>(kink.Node.Primitive));
    }

    [Fact]
    public void Looking_for_kinks_can_be_cancelled() => Assert.Throws<OperationCanceledException>(() =>
        Relu(U).KinksAt([U], [(U, new Tensor<double>([3]))], null, new CancellationToken(true)));

    [Fact]
    public void What_does_not_move_has_no_kinks()
    {
        Variable v = new("v", [3]);
        Tensor<double> zeros = new([3]);
        Assert.Empty((Relu(v) * U).KinksAt([U], (U, zeros), (v, zeros)));
        Assert.Single((Relu(v) * U).KinksAt([v], (U, zeros), (v, zeros)));
    }

    [Fact]
    public void The_kink_of_a_rectifier_reads_well()
    {
        KinkAtPoint kink = Relu(U).KinksAt([U], (U, new([3], [0, 0, 1])))[0];
        Assert.Equal("relu at 2 entries: at 0 the derivative 0 is taken", kink.ToString());
    }

    /// <summary>A direction that moves the entry that counts as first, and the others by another amount.</summary>
    private static Tensor<double> Ones(string name, double[] at)
    {
        double extreme = name == "min" ? at.Min() : at.Max();
        return new([3], [.. at.Select((entry, i) => i == Array.IndexOf(at, extreme) ? 1.0 : name == "maxpool" ? 1.0 : 5.0)]);
    }

    private static Expr Build(string name) => name switch
    {
        "relu" => Relu(U),
        "abs" => Abs(U),
        "leakyrelu" => LeakyRelu(U, 0.25),
        "elu" => Elu(U, 2),
        "maximum" => Maximum(U, new Constant(1)),
        "minimum" => Minimum(U, new Constant(1)),
        "max" => Max(U),
        "min" => Min(U),
        "norm2" => Norm2(U),
        "maxpool" => Reshape(MaxPool(Reshape(U, [1, 3, 1]), new PoolingOptions([2]) { Stride = [1] }), [2]),
        "sqrt" => Sqrt(U),
        "power" => new Power(0.5).Apply(U),
        "sign" => new Sign().Apply(U),
        "greater" => GreaterThan(U, new Constant(1)),
        "firstgreatest" => new FirstGreatest(null).Apply(U),
        "gate" => new Gate().Apply(U, U),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
