using Adjoint.Calculus;
using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Operators;
using Adjoint.Operators.Symbolic;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Operators;

/// <summary>
/// Matrices with symbols as entries: those of the textbook, literally; and the law that numbers put in for the symbols give the matrix of the linear operator, which is
/// computed by plans and kernels and knows nothing of symbols.
/// </summary>
public sealed class SymbolicMatrixTests
{
    private static readonly Variable W = new("w", [3]), Y = new("y", [5]);

    /// <summary>A y = w ∗ y of five entries, valid: A[i, j] = w[2 + i − j], B[i, j] = y[2 + i − j].</summary>
    [Fact]
    public void The_matrices_of_a_valid_convolution_of_five_entries()
    {
        Expr convolution = Convolve(W, Y);
        Assert.Equal("w2 w1 w0 0 0; 0 w2 w1 w0 0; 0 0 w2 w1 w0", Text(SymbolicMatrix.Of(convolution, Y)));
        Assert.Equal("w2 0 0; w1 w2 0; w0 w1 w2; 0 w0 w1; 0 0 w0", Text(SymbolicMatrix.Of(convolution, Y).Transpose()));
        Assert.Equal("y2 y1 y0; y3 y2 y1; y4 y3 y2", Text(SymbolicMatrix.Of(convolution, W)));
        Assert.Equal("y2 y3 y4; y1 y2 y3; y0 y1 y2", Text(SymbolicMatrix.Of(convolution, W).Transpose()));
    }

    /// <summary>Every boundary, convolution and correlation, in one and two dimensions, odd and even kernels, in the picture and in the kernel.</summary>
    public static TheoryData<Boundary, bool, string, string> Convolutions()
    {
        TheoryData<Boundary, bool, string, string> cases = [];
        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            foreach (bool flips in (bool[])[true, false])
            {
                cases.Add(boundary, flips, "3", "5");
                cases.Add(boundary, flips, "2", "4");
                cases.Add(boundary, flips, "1", "1");
                cases.Add(boundary, flips, "2x3", "4x3");
                cases.Add(boundary, flips, "3x2", "3x4");
                if (boundary is not Boundary.Valid)
                {
                    cases.Add(boundary, flips, "5", "2");
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Numbers_put_into_a_convolution_give_the_operators_matrix(Boundary boundary, bool flips, string kernel, string picture)
    {
        Variable w = new("w", ShapeOf(kernel)), y = new("y", ShapeOf(picture));
        Expr result = flips ? Convolve(w, y, boundary) : Correlate(w, y, boundary);
        AgreesWithTheOperator(result, y, []);
        AgreesWithTheOperator(result, w, []);
        Expr nested = Convolve(w, result, Boundary.Full);
        AgreesWithTheOperator(nested, y, []);
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void The_adjoint_graphs_matrix_is_the_transpose_entry_by_entry(Boundary boundary, bool flips, string kernel, string picture)
    {
        Variable w = new("w", ShapeOf(kernel)), y = new("y", ShapeOf(picture)), direction = new("d", y.Shape);
        Expr linear = flips ? Convolve(w, direction, boundary) : Correlate(w, direction, boundary);
        Variable cotangent = new("e", linear.Shape);
        Expr adjoint = Transposition.Adjoint(linear, [direction], cotangent)[0];
        Assert.Equal(Text(SymbolicMatrix.OfLinear(linear, direction).Transpose()), Text(SymbolicMatrix.OfLinear(adjoint, cotangent)));
    }

    /// <summary>One of each kind of function: what is multiplied out, what stays a function, what is written out by its definition.</summary>
    public static TheoryData<string> Expressions() => [.. Cases.Keys];

    private static readonly Variable A = new("a", [2, 3]), B = new("b", [3, 2]), C = new("c", [3]), D = new("d", [2, 3]), S = new("s", Shape.Scalar);

    private static readonly Dictionary<string, Expr> Cases = new()
    {
        ["products"] = A * C * S - 2 * A,
        ["quotients"] = A / (C + S) + A / C / D - C / (2 * (C + S)),
        ["functions"] = A * Exp(C) + A * Log(D) * Tanh(S) + A * Sqrt(C * D) + A * Sigmoid(D - C),
        ["kinks"] = A * Relu(D - 1) + A * Abs(D - 1) * Maximum(C, S) + A * Minimum(C, D) + A * Huber(D, 0.5) * LeakyRelu(C - 1, 0.1),
        ["powers"] = A * Power(C + D, 3) + A * Power(C, -2) * Square(S + 1) + A * Power(D, 0.5) + A / Square(C + S + 1) * (C + S + 1),
        ["rows"] = A * Softmax(D) + A * LogSoftmax(D * S) + A * Reshape(LogSumExp(D), [2, 1]),
        ["sums"] = Sum(A * D) * Norm2(C) + Max(D) * Sum(A) + Min(D, 1) * Sum(A, [1]),
        ["matrix products"] = MatrixProduct(A, B) * S + MatrixProduct(MatrixProduct(D, B), MatrixProduct(A, B)),
        ["moves"] = Transpose(A) * B + Flip(Transpose(A)) + Concatenate(0, Slice(Transpose(A), 0, 1, 2), Slice(B, 0, 0, 1)),
        ["losses"] = CrossEntropyOfRows(D, A) + Reshape(NegativeLogLikelihood(Sigmoid(D), A), [1]),
        ["numbers alone"] = Flip(A) + 3 * A,
        ["picture resizing"] = Resize(Reshape(A * D, [1, 2, 3, 1]), 3, 4),
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Numbers_put_into_formulas_give_the_operators_matrix(string name)
    {
        AgreesWithTheOperator(Cases[name], A, []);
        AgreesWithTheOperator(Cases[name], A, [C]);
        AgreesWithTheOperator(Cases[name], A, [D, S]);
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_point_is_put_in_where_the_expression_is_not_linear(string name)
    {
        foreach (Variable variable in GraphTraversal.Variables(Cases[name]))
        {
            AgreesWithTheOperator(Cases[name], variable, [variable]);
        }
    }

    [Fact]
    public void Random_graphs_agree_with_the_operator()
    {
        int compared = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            RandomGraph graph = RandomGraphs.Build([.. Enumerable.Range(0, 14).Select(_ => random.Next())]);
            foreach (Expr node in graph.Nodes.Where(node => node.Shape.Size <= 40 && node is Application))
            {
                foreach (Variable variable in GraphTraversal.Variables(node).Where(variable => variable.Shape.Size <= 60))
                {
                    (Variable Variable, Tensor<double> Value) point = graph.Bindings.Single(binding => binding.Variable == variable);
                    SymbolicMatrix symbolic = SymbolicMatrix.Of(node, variable, point);

                    // Whole numbers: sums are exact in every order.
                    Assert.Equal(node.Linearize(variable, graph.Bindings).ToMatrix().Span.ToArray(), symbolic.Evaluate(graph.Bindings).Span.ToArray());
                    compared++;
                }
            }
        }

        Assert.True(compared > 100, $"Only {compared} matrices were compared.");
    }

    [Fact]
    public void The_law_notices_a_wrong_matrix()
    {
        SymbolicMatrix right = SymbolicMatrix.Of(Convolve(W, Y), Y), wrong = SymbolicMatrix.Of(Correlate(W, Y), Y);
        Tensor<double> w = RandomTensors.Next(new Random(1), W.Shape, new Interval(0.5, 2));
        Assert.NotEqual(Text(right), Text(wrong));
        Assert.False(Near(right.Evaluate((W, w)), wrong.Evaluate((W, w))));
    }

    [Fact]
    public void Several_variables_are_one_stacked_vector()
    {
        SymbolicMatrix matrix = SymbolicMatrix.Of(W * S + Convolve(W, Y), [W, Y], (W, new Tensor<double>([3], [1, 2, 3])), (Y, new Tensor<double>([5], [4, 5, 6, 7, 8])));
        Assert.Equal("6 + s 5 4 3 2 1 0 0; 7 6 + s 5 0 3 2 1 0; 8 7 6 + s 0 0 3 2 1", Text(matrix).Replace("s + 6", "6 + s", StringComparison.Ordinal));
        Assert.Equal([8], matrix.Domain);
        Assert.Equal([3], matrix.Range);
    }

    /// <summary>Entries that are equal as polynomials are written alike, whatever they were computed from.</summary>
    [Fact]
    public void Entries_are_written_in_one_order()
    {
        Variable v = new("v", [1]), t = new("t", [1]), u = new("u", Shape.Scalar);
        (Expr Expression, string Text, string Latex)[] cases =
        [
            (v * t - t * v + v * (1 - 2 * t), "-2*t0 + 1", "-2 t_{0} + 1"),
            (v * Square(t + u), "t0^2 + 2*t0*u + u^2", "t_{0}^{2} + 2 t_{0} u + u^{2}"),
            (v / t / u * 3, "3/(t0*u)", @"\frac{3}{t_{0} u}"),
            (v * t / (t + u) / (t + u), "t0/(t0 + u)^2", @"\frac{t_{0}}{\left(t_{0} + u\right)^{2}}"),
            (v / (-t - u) / Exp(u) + v / (-t - u), "-1/(t0 + u) - 1/(exp(u)*(t0 + u))", @"-\frac{1}{t_{0} + u} - \frac{1}{\exp\left(u\right) \left(t_{0} + u\right)}"),
            (v * Exp(t - u) * 0.5, "0.5*exp(t0 - u)", @"0.5 \exp\left(t_{0} - u\right)"),
            (v * Sqrt(t) * Square(Sqrt(t)), "sqrt(t0)^3", @"\sqrt{t_{0}}^{3}"),
            (v * Power(t, 1.5) + v * Power(t - u, -0.25), "t0^1.5 + (t0 - u)^-0.25", @"\left(t_{0}\right)^{1.5} + \left(t_{0} - u\right)^{-0.25}"),
            (v * Abs(t), "abs(t0)", @"\left|t_{0}\right|"),
            (v * 2 * Huber(t, 0.5), "huber(t0, 0.5)", @"\operatorname{huber}\left(t_{0}, 0.5\right)"),
            (v * Softplus(t), "logistic(t0)", @"\operatorname{logistic}\left(t_{0}\right)"),
            (v * 1e-7, "1E-07", @"1 \cdot 10^{-7}"),
        ];
        foreach ((Expr expression, string text, string latex) in cases)
        {
            SymbolicEntry entry = SymbolicMatrix.Of(expression, v)[0, 0];
            Assert.Equal(text, entry.ToText());
            Assert.Equal(latex, entry.ToLatex());
        }

        Variable long1 = new("long_name", [2, 2]);
        SymbolicMatrix named = SymbolicMatrix.Of(Sum(long1 * new Variable("x", [2, 2])), long1);
        Assert.Equal(["x0_0", "x0_1", "x1_0", "x1_1"], Enumerable.Range(0, 4).Select(i => named[0, i].ToText()));
        Assert.Equal(@"\mathit{long\_name}_{1,0}", SymbolicMatrix.Of(Sum(long1 * new Constant(1) * v), v)[0, 0].ToLatex().Split(" + ")[2]);
        Assert.Equal("0.333*u", SymbolicMatrix.Of(v * u / 3, v)[0, 0].ToText(digits: 3));
    }

    [Fact]
    public void An_expression_that_is_not_linear_needs_a_point()
    {
        PointNeededException exception = Assert.Throws<PointNeededException>(() => SymbolicMatrix.Of(W + Square(W) * S, W));
        Assert.Equal(W, exception.Variable);
        Assert.Equal("square(w)", exception.Node!.ToString());
        Assert.Contains("pass a value of 'w'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(W, Assert.Throws<PointNeededException>(() => SymbolicMatrix.Of(Convolve(W, Y), [W, Y])).Variable);
        Assert.Throws<PointNeededException>(() => SymbolicMatrix.Of(Max(Y), Y));

        // What is not linear may cancel; then there is a matrix.
        Assert.Equal("s 0 0; 0 s 0; 0 0 s", Text(SymbolicMatrix.Of(W * S + Square(W) - W * W, W)));
        Assert.Equal("2 0 0; 0 4 0; 0 0 6", Text(SymbolicMatrix.Of(Square(W), W, (W, new Tensor<double>([3], [1, 2, 3])))));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Variable w1 = new("w1", Shape.Scalar), large = new("v", [3000]), other = new("u", [3000]);
        Assert.Contains("'w1'", Assert.Throws<ArgumentException>(() => SymbolicMatrix.Of(Convolve(W, Y) * w1, Y)).Message, StringComparison.Ordinal);
        Assert.Contains("'w'", Assert.Throws<ArgumentException>(() => SymbolicMatrix.Of(Convolve(W, Y), Y, (W, new Tensor<double>([4])))).Message, StringComparison.Ordinal);
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => SymbolicMatrix.OfLinear(Square(Y), Y)).Message, StringComparison.Ordinal);
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => SymbolicMatrix.Of(Convolve(W, Y), W).Evaluate((W, new Tensor<double>([3])))).Message, StringComparison.Ordinal);
        Assert.Throws<SymbolicSizeException>(() => SymbolicMatrix.Of(large * Sum(other) * Sum(other), large));
        Assert.Throws<ArgumentOutOfRangeException>(() => SymbolicMatrix.Of(Convolve(W, Y), Y)[3, 0]);
    }

    /// <summary>The symbolic matrix, some names given, then the rest put in, against the operator. Values are in [0.5, 2], where all functions here have derivatives.</summary>
    private static void AgreesWithTheOperator(Expr expression, Variable variable, Variable[] given)
    {
        Random random = new(7);
        (Variable Variable, Tensor<double> Value)[] values = [.. GraphTraversal.Variables(expression).Select(each => (each, RandomTensors.Next(random, each.Shape, new Interval(0.5, 2))))];
        SymbolicMatrix symbolic = SymbolicMatrix.Of(expression, variable, [.. values.Where(value => given.Contains(value.Variable))]);
        Tensor<double> expected = expression.Linearize(variable, values).ToMatrix(), matrix = symbolic.Evaluate(values);
        Assert.Equal(expected.Shape, matrix.Shape);
        Assert.True(Near(expected, matrix), $"{expression} in {variable.Name}:\n{Text(symbolic)}\n{string.Join(" ", expected.Span.ToArray())}\n{string.Join(" ", matrix.Span.ToArray())}");
        Assert.All(given, name => Assert.False(symbolic.DependsOn(name)));
    }

    private static bool Near(Tensor<double> left, Tensor<double> right) =>
        left.Span.ToArray().Zip(right.Span.ToArray()).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-12 * (1 + Math.Abs(pair.First)));

    private static string Text(SymbolicMatrix matrix) => string.Join("; ", Enumerable.Range(0, matrix.Rows).Select(
        row => string.Join(' ', Enumerable.Range(0, matrix.Columns).Select(column => matrix[row, column].ToText()))));

    private static Shape ShapeOf(string text) => [.. text.Split('x').Select(int.Parse)];
}
