using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Tests.Graph;

public class ValueListTests
{
    [Fact]
    public void Lists_are_equal_by_their_elements()
    {
        ValueList<int> a = [1, 2, 3], b = [1, 2, 3], c = [1, 2], empty = [];
        Assert.True(a == b);
        Assert.True(a.Equals((object)b));
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.True(a != c);
        Assert.False(a.Equals("1 2 3"));
        Assert.True(empty == default);
        Assert.Equal(empty.GetHashCode(), default(ValueList<int>).GetHashCode());
        Assert.Equal([1, 2, 3], a);
        Assert.Equal((3, 2, 0), (a.Count, a[1], default(ValueList<int>).Count));
        Assert.Equal("1 2 3", a.ToString());
    }

    [Fact]
    public void Lists_copy_what_they_are_made_from()
    {
        int[] source = [1, 2];
        ValueList<int> list = ValueList.Create<int>(source);
        source[0] = 9;
        Assert.Equal([1, 2], list);
    }

    [Fact]
    public void Primitives_with_equal_attributes_are_equal()
    {
        Assert.Equal(new Flip([0, 1]), new Flip([0, 1]));
        Assert.NotEqual(new Flip([0, 1]), new Flip([0]));
        Assert.Equal(new Pad([1, 2], [0, 0]), new Pad([1, 2], [0, 0]));
        Assert.NotEqual<Primitive>(new Pad([1, 2], [0, 0]), new Crop([1, 2], [0, 0]));
        CorrelationAxis axis = new(1, 1, 1, 0, 3);
        Assert.Equal(new Correlation([axis], Contraction.Batch), new Correlation([axis], Contraction.Batch));
        Assert.Equal(new Correlation([axis], Contraction.Batch).GetHashCode(), new Correlation([axis], Contraction.Batch).GetHashCode());
        Assert.NotEqual(new Correlation([axis], Contraction.Batch), new Correlation([axis with { Before = 1 }], Contraction.Batch));
    }
}
